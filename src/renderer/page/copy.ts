import { toast } from 'sonner';

/** Puts text on the clipboard and says so; says why where the browser refuses. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(done);
  } catch {
    toast.error('Nothing was copied: the clipboard may not be written here.', {
      description: 'Select the text and copy it with the keys or menu of the browser.',
    });
  }
}
