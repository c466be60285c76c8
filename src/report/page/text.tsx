import { Fragment } from 'preact';

/** A sentence with code between backquotes. A long path can break after each slash and dot. */
export function Text({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, i) => (i % 2 === 1 ? <Code key={i} text={part} /> : <Breakable key={i} text={part} />))}
    </>
  );
}

/** A name, pointer or path. It breaks after a separator, and within a word only where nothing else fits. */
export function Code({ text }: { text: string }) {
  return (
    <code>
      <Breakable text={text} />
    </code>
  );
}

function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=\/)(?=[\w{*])|(?<=[\w\]}])(?=[._=][a-zA-Z])/);
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
