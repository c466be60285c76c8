import type { ComponentChildren } from 'preact';
import { useRoving } from './roving.js';
import type { Look } from './states.js';

/** Buttons that are one tab stop. */
export function Toolbar({ label, children }: { label: string; children: ComponentChildren }) {
  const roving = useRoving<HTMLDivElement>();
  return (
    <div class="toolbar" role="toolbar" aria-label={label} {...roving}>
      {children}
    </div>
  );
}

interface ChipProps {
  look: Pick<Look, 'mark' | 'label' | 'color'>;
  n: number;
  isOn: boolean;
  toggle: () => void;
}

/** A button that limits the page to something, with the number of what it shows. */
export function Chip({ look: { mark, label, color }, n, isOn, toggle }: ChipProps) {
  return (
    <button type="button" class="chip" data-item tabIndex={-1} aria-pressed={isOn} onClick={toggle}>
      <span class={color} aria-hidden="true">
        {mark}
      </span>
      {` ${label} `}
      <span class="n">{n}</span>
    </button>
  );
}

/** The method of an operation. */
export function Method({ name }: { name: string }) {
  return <span class={`method ${name.toLowerCase()}`}>{name}</span>;
}

/** A state: its mark, colored, and its word. */
export function Mark({ look: { mark, label, color } }: { look: Look }) {
  return (
    <span class="state">
      <span class={color} aria-hidden="true">
        {mark}
      </span>
      {` ${label}`}
    </span>
  );
}
