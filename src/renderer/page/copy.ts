import { toast } from 'sonner';

/** Copies text to the clipboard and confirms with `done`, or reports that the browser refused. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(done);
  } catch {
    toast.error('Nothing was copied: the browser does not allow writing to the clipboard.', {
      description: 'Select the text and copy it with the shortcut or menu of the browser.',
    });
  }
}
