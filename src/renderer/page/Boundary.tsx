import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Error boundary: a bug in one part of the screen leaves the rest of the window and all sessions running. */
export class Boundary extends Component<{ children: ReactNode }, { broken: string | null }> {
  override state: { broken: string | null } = { broken: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { broken: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render() {
    if (this.state.broken === null) return this.props.children;
    return (
      <div className="p-4">
        <Notice
          live
          tone="bad"
          title="This part of the screen stopped working. Sessions and files are not affected."
          action={<Button onClick={() => this.setState({ broken: null })}>Reload this part</Button>}
        >
          <code>{this.state.broken}</code>
        </Notice>
      </div>
    );
  }
}
