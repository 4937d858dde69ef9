/**
 * The same answers as `find`, which depends on its text alone, found once for each text: of one scan, and of the next ones of a process.
 * @param mostCharacters of all texts together that are remembered; later ones are answered anew each time
 */
export function remember<Answer>(find: (text: string) => Answer, mostCharacters = 16 * 1024 * 1024): (text: string) => Answer {
  const known = new Map<string, Answer>();
  let room = mostCharacters;
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined || known.has(text)) return answer as Answer; // what was found for this text
    const fresh = find(text);
    room -= text.length;
    if (room >= 0) known.set(text, fresh);
    return fresh;
  };
}
