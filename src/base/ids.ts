/** Ids that the service made: whatever has another form cannot exist. */

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => ID.test(text);

/** @param missing how the absence of what has this id is answered */
export function requireId(id: string, missing: (id: string) => Error): string {
  if (isId(id)) return id;
  throw missing(id);
}
