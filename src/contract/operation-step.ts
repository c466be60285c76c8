import type { AnswerContract, OperationEntry, Schema } from './model.js';
import { compareEditions, isIn, lastOf, nextOf, type Phase, phaseOf, propertiesIn, type Step } from './step.js';

/** An entry of operations.json as a step has it. */
export interface EntryInStep {
  entry: OperationEntry;
  /** One of the editions of the step has the operation. */
  isSelected: boolean;
}

/**
 * The contract of an operation in a step, made from its entry with the marks of any number of editions. A pure function.
 * @param defaults the step that categories without a mark are about
 */
export function entryIn(step: Step, written: OperationEntry, defaults: Step): EntryInStep {
  const entry = withMark(written, defaults);
  const phase = phaseOf(entry, step);
  const isDefault = step.from === defaults.from && step.to === defaults.to;
  const category = categoryIn(step, entry, phase, isDefault, defaults);
  const { addedIn, removedIn, ...unmarked } = entry;
  return {
    entry: {
      ...unmarked,
      category,
      ...(phase === 'added' && addedIn !== undefined ? { addedIn } : {}),
      ...(phase === 'removed' && removedIn !== undefined ? { removedIn } : {}),
      ...outsideOf(step, entry, phase),
      ...answersIn(step, entry),
      ...errorsIn(step, entry),
      ...parametersIn(step, entry),
    },
    isSelected: phase !== 'later' && phase !== 'gone',
  };
}

/** A new operation without a mark was added by the step that the contracts were first written for. */
function withMark(entry: OperationEntry, { to }: Step): OperationEntry {
  return entry.category === 'new' && entry.addedIn === undefined ? { ...entry, addedIn: to } : entry;
}

/** The editions outside the step that added or remove an operation of its last edition. */
function outsideOf(
  step: Step,
  entry: OperationEntry,
  phase: Phase,
): Pick<OperationEntry, 'addedBefore' | 'removedLater'> {
  if (phase !== 'ordinary' && phase !== 'added') return {};
  const addedBefore = phase === 'added' ? undefined : lastOf(entry, 'addedIn', step.from);
  const removedLater = nextOf(entry, 'removedIn', step.to);
  return {
    ...(addedBefore === undefined ? {} : { addedBefore }),
    ...(removedLater === undefined ? {} : { removedLater }),
  };
}

function categoryIn(
  step: Step,
  { category }: OperationEntry,
  phase: Phase,
  isDefault: boolean,
  defaults: Step,
): OperationEntry['category'] {
  if (phase === 'added') return 'new';
  // Like a deprecated operation, it may be gone.
  if (phase === 'removed') return 'deprecated';
  if (category === 'deprecated' && compareEditions(step.to, defaults.to) >= 0) return category;
  return isDefault && category !== 'new' ? category : 'compatible';
}

function answersIn(step: Step, { answers }: OperationEntry): Pick<OperationEntry, 'answers'> {
  const next: Record<string, AnswerContract> = {};
  for (const [status, answer] of Object.entries(answers)) {
    const phase = phaseOf(answer, step);
    if (phase === 'gone') continue;
    const { addedIn, removedIn, ...rest } = answer;
    // An edition after the step may return it: an org of that edition is not wrong.
    next[status] =
      phase === 'added' || phase === 'removed' ? answer : { ...rest, ...statusOutside(step, answer, phase) };
  }
  return { answers: next };
}

/** The editions outside the step that added or remove a successful status. */
function statusOutside(step: Step, answer: AnswerContract, phase: Phase): Partial<AnswerContract> {
  const addedOutside = phase === 'later' ? nextOf(answer, 'addedIn', step.to) : lastOf(answer, 'addedIn', step.from);
  const removedLater = phase === 'ordinary' ? nextOf(answer, 'removedIn', step.to) : undefined;
  return {
    ...(addedOutside === undefined ? {} : { addedOutside }),
    ...(removedLater === undefined ? {} : { removedLater }),
  };
}

/** An org of any edition may return an error that only a later one documents. */
function errorsIn(
  step: Step,
  { errors = [], addedErrors }: OperationEntry,
): Pick<OperationEntry, 'errors' | 'addedErrors'> {
  if (!addedErrors) return {};
  const all = Object.entries(addedErrors);
  const added = all.filter(([, edition]) => isIn(step, edition));
  if (added.length === all.length) return {};
  const others = all.filter(([, edition]) => !isIn(step, edition)).map(([status]) => Number(status));
  return { errors: [...errors, ...others], addedErrors: Object.fromEntries(added) };
}

/** Query parameters and headers. */
function parametersIn(
  step: Step,
  { query, requiredQuery, headers, requiredHeaders }: OperationEntry,
): Pick<OperationEntry, 'query' | 'requiredQuery' | 'headers' | 'requiredHeaders'> {
  const [ofQuery, ofHeaders] = [acceptedIn(step, query, requiredQuery), acceptedIn(step, headers, requiredHeaders)];
  return {
    ...(ofQuery.accepted ? { query: ofQuery.accepted } : {}),
    ...(ofQuery.required ? { requiredQuery: ofQuery.required } : {}),
    ...(ofHeaders.accepted ? { headers: ofHeaders.accepted } : {}),
    ...(ofHeaders.required ? { requiredHeaders: ofHeaders.required } : {}),
  };
}

/** The parameters of a step, as far as they differ. Those that neither edition accepts are unknown ones. */
function acceptedIn(
  step: Step,
  written: Record<string, Schema> | undefined,
  names: string[] | undefined,
): { accepted?: Record<string, Schema>; required?: string[] } {
  if (!written) return {};
  const { properties, required } = propertiesIn(step, { properties: written, ...(names && { required: names }) });
  const accepted = Object.entries(properties ?? {}).filter(
    ([, { addedLater, removedBefore }]) => addedLater === undefined && removedBefore === undefined,
  );
  return {
    ...(properties ? { accepted: Object.fromEntries(accepted) } : {}),
    ...(required ? { required } : {}),
  };
}
