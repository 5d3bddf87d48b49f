import { ExternalLink } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useAskedLink } from './links.ts';

/** Shows the real address of a link in a terminal before it is opened. */
export function LinkDialog() {
  const url = useAskedLink((state) => state.url);
  const close = () => useAskedLink.setState({ url: null });
  return (
    <Dialog
      title="Open this link"
      lead="A terminal printed this link. Check its address before you open it."
      open={url !== null}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            icon={ExternalLink}
            onClick={() => {
              if (url) window.open(url, '_blank', 'noopener,noreferrer');
              close();
            }}
          >
            Open link
          </Button>
        </>
      }
    >
      <code className="block [overflow-wrap:anywhere]">{url}</code>
    </Dialog>
  );
}
