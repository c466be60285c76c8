import type { ComponentChildren } from 'preact';

/** A table that scrolls sideways on a narrow screen, also with the keyboard. */
export function Table({ head, children }: { head: string[]; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls only what has the focus
    <div class="scroll" tabIndex={0} role="group" aria-label="Scrollable table">
      <table>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
