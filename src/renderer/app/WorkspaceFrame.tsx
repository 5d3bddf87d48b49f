import { GuideStrip } from '../features/guide/index.ts';
import { Docks } from './Docks.tsx';
import { Rail } from './Rail.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';

/** The frame around an open project. */
export function WorkspaceFrame() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TitleBar />
      <GuideStrip />
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main className="min-w-0 flex-1">
          <Docks />
        </main>
      </div>
      <StatusBar />
    </div>
  );
}
