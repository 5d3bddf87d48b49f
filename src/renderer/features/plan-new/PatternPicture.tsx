import { derivePhases } from '../../../shared/plan/phases.ts';
import { planFromTemplate, type Template } from '../../../shared/plan/templates.ts';

const COLUMN = 44;
const ROW = 18;
const HEIGHT = 48;
const WIDTH = 190;

/** A small drawing of a pattern: agents as bars, sync points as rings between them. */
export function PatternPicture(props: { template: Template; include: readonly string[] }) {
  const plan = planFromTemplate(props.template, 'feature', {
    base: 'main',
    include: props.include,
  });
  const phases = derivePhases(plan);
  const middle = HEIGHT / 2;
  const columns = phases.map((phase, index) => {
    const left = index * COLUMN + 4;
    const first = middle - ((phase.agents.length - 1) * ROW) / 2;
    const agents = phase.agents.map((key, row) => ({ key, y: first + row * ROW }));
    return { name: phase.name, left, gate: left + 32, agents };
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-12 w-full" aria-hidden="true">
      {columns.map(({ name, left, gate, agents }, index) => (
        <g key={name} fill="none" stroke="var(--border-strong)" strokeWidth="1">
          {agents.map(({ key, y }) => (
            <g key={key}>
              {index > 0 && (
                <path
                  d={`M${left - 7} ${middle} C${left - 3} ${middle} ${left - 3} ${y} ${left} ${y}`}
                />
              )}
              <rect
                x={left}
                y={y - 5}
                width="20"
                height="10"
                rx="3"
                fill="var(--surface-raised)"
                stroke="var(--accent)"
              />
              <path
                d={`M${left + 20} ${y} C${left + 26} ${y} ${left + 26} ${middle} ${gate - 4} ${middle}`}
              />
            </g>
          ))}
          <circle cx={gate} cy={middle} r="4" stroke="var(--accent)" strokeWidth="1.5" />
        </g>
      ))}
      {phases.length === 0 && (
        <rect
          x="4"
          y="6"
          width={WIDTH - 8}
          height={HEIGHT - 12}
          rx="5"
          fill="none"
          stroke="var(--border-strong)"
          strokeDasharray="4 4"
        />
      )}
    </svg>
  );
}
