import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { showPlan } from '../../page/open-plan.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** Notice that another program removed the file of the open plan, with a button that writes it again. */
export function GonePlan({ file }: { file: string }) {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  return (
    <div className="p-2">
      <Notice
        live
        tone="warning"
        title={`${file} was removed`}
        action={
          <>
            <Button
              disabled={project === null}
              onClick={() => {
                if (project !== null) void act(() => api.plan.restore({ project, file }));
              }}
            >
              Restore plan
            </Button>
            <Button look="quiet" onClick={() => showPlan(null)}>
              Close plan
            </Button>
          </>
        }
      >
        The graph shows the last content of the file.
      </Notice>
    </div>
  );
}
