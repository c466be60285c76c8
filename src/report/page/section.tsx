import type { ComponentChildren } from 'preact';

interface SectionProps {
  id: string;
  title: string;
  /** A link can move the focus to it. */
  isFocusable?: boolean;
  children: ComponentChildren;
}

/** A section of the page with its heading. */
export function Section({ id, title, isFocusable, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} tabIndex={isFocusable ? -1 : undefined}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
