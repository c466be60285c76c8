import type { PageData } from '../page-data.js';
import { useRoving } from './roving.js';
import { Section } from './section.js';
import { Code } from './text.js';

/** What the client of checked traffic does. Reports of runs do not have it. */
export function Client({ report }: { report: PageData }) {
  const { client } = report.sentences;
  const roving = useRoving<HTMLDivElement>();
  if (!client) return null;
  return (
    <Section id="client" title="What the client does">
      <p>{`${client.text}.`}</p>
      <div {...roving}>
        {client.sections.map(({ kind, title, rows }) => (
          <details key={kind} data-entry open={rows.length <= 10}>
            <summary data-item tabIndex={-1}>
              <span class="title">{title}</span>
            </summary>
            <table class="inside calls">
              <thead>
                <tr>
                  <th scope="col">Calls</th>
                  <th scope="col">Operation</th>
                  <th scope="col">Details</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ count, call, detail }) => (
                  <tr key={`${call} ${detail}`}>
                    <td>{count}</td>
                    <td>
                      <Code text={call} />
                    </td>
                    <td>{detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        ))}
      </div>
    </Section>
  );
}
