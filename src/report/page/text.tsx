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

const separators = /(?<=\/)(?=[\w{*])|(?<=[\w\]}])(?=[._=][a-zA-Z])/;
/** A name that is longer can break between its words: `defaultConcurrency` `Percentage`. */
const mostCharacters = 20;

function Breakable({ text }: { text: string }) {
  const parts = text
    .split(separators)
    .flatMap((part) => (part.length > mostCharacters ? part.split(/(?<=[a-z])(?=[A-Z])/) : [part]));
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
