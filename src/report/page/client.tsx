import type { PageData } from '../page-data.js';
import { Section } from './section.js';
import { Table } from './table.js';

/** What the client of checked traffic does. Reports of runs do not have it. */
export function Client({ report }: { report: PageData }) {
  const { client } = report.sentences;
  if (!client) return null;
  return (
    <Section id="client" title="What the client does">
      <p>{`${client.text}.`}</p>
      {client.sections.map(({ kind, title, rows }) => (
        <details key={kind} open={rows.length <= 10}>
          <summary>{title}</summary>
          <div class="inside">
            <Table head={['Calls', 'Operation', 'Details']}>
              {rows.map(({ count, call, detail }) => (
                <tr key={`${call} ${detail}`}>
                  <td>{count}</td>
                  <td>
                    <code>{call}</code>
                  </td>
                  <td>{detail}</td>
                </tr>
              ))}
            </Table>
          </div>
        </details>
      ))}
    </Section>
  );
}
