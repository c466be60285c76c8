import type { PageOperation } from '../page-data.js';
import { kindOf, kinds, outcomeText } from './kinds.js';
import { Section } from './section.js';

interface ResourceMapProps {
  operations: PageOperation[];
  /** Shows the operation with this index. */
  open: (index: number) => void;
}

/** One cell per operation, grouped by resource. */
export function ResourceMap({ operations, open }: ResourceMapProps) {
  const cells = operations.map((operation, index) => ({ operation, index }));
  const resources = [...new Set(operations.map(({ resource }) => resource))].sort((a, b) => a.localeCompare(b));
  return (
    <Section id="map" title="Operations by resource">
      <div class="resources">
        {resources.map((resource) => (
          <div key={resource} class="resource">
            <span>{resource}</span>
            <div class="cells">
              {cells
                .filter(({ operation }) => operation.resource === resource)
                .map(({ operation, index }) => (
                  <Cell key={index} operation={operation} index={index} open={open} />
                ))}
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}

interface CellProps extends Pick<ResourceMapProps, 'open'> {
  operation: PageOperation;
  index: number;
}

function Cell({ operation, index, open }: CellProps) {
  const kind = kindOf(operation);
  const title = `${operation.operation}: ${outcomeText(operation)}`;
  return (
    <a class={`cell ${kind}`} href={`#op-${index}`} title={title} aria-label={title} onClick={() => open(index)}>
      <span>{kinds[kind].mark}</span>
    </a>
  );
}
