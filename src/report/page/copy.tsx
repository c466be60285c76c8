import { useState } from 'preact/hooks';

/** A button that copies a text. If the browser refuses to copy, the text is shown and selected instead. */
export function Copy({ label, text }: { label: string; text: string }) {
  const [result, setResult] = useState<'' | 'copied' | 'refused'>('');
  const copy = async () => {
    setResult((await isCopied(text)) ? 'copied' : 'refused');
  };
  return (
    <>
      <button type="button" data-inner tabIndex={-1} onClick={copy}>
        {label}
      </button>
      <span role="status" class="dim">
        {result === 'copied' && 'Copied.'}
        {result === 'refused' && 'Copy the selected text:'}
      </span>
      {result === 'refused' && (
        <textarea
          readOnly
          aria-label={label}
          rows={Math.min(text.split('\n').length, 8)}
          ref={(element) => element?.select()}
          value={text}
        />
      )}
    </>
  );
}

async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Files opened from a disk, and older browsers.
    return isCopiedBySelection(text);
  }
}

function isCopiedBySelection(text: string): boolean {
  const focused = document.activeElement as HTMLElement | null;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } finally {
    area.remove();
    focused?.focus();
  }
}
