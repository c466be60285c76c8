interface ExampleProps {
  before?: unknown;
  after?: unknown;
}

/** A shape before and after a change. Lines that only one of them has are marked. */
export function Example({ before, after }: ExampleProps) {
  if (before === undefined && after === undefined) return null;
  const [left, right] = [linesOf(before), linesOf(after)];
  return (
    <div class="example">
      {before !== undefined && <Shape title="Before" lines={left} others={right} mark="−" color="broken" />}
      {after !== undefined && <Shape title="After" lines={right} others={left} mark="+" color="pass" />}
    </div>
  );
}

function linesOf(shape: unknown): string[] {
  return shape === undefined ? [] : JSON.stringify(shape, null, 2).split('\n');
}

interface ShapeProps {
  title: string;
  lines: string[];
  others: string[];
  mark: string;
  color: string;
}

function Shape({ title, lines, others, mark, color }: ShapeProps) {
  // A comma at the end of a line depends on the next line.
  const plain = (line: string) => line.replace(/,$/, '');
  const known = new Set(others.map(plain));
  return (
    <figure>
      <figcaption>{`${title} (invented values)`}</figcaption>
      <pre>
        {lines.map((line, i) => {
          const isOwn = others.length > 0 && !known.has(plain(line));
          return <span key={i} class={isOwn ? `line ${color}` : 'line'}>{`${isOwn ? mark : ' '} ${line}`}</span>;
        })}
      </pre>
    </figure>
  );
}
