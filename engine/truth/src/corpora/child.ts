// Examines the folders that its parent names, one after the other, in a process that may die of one.
import { examineFolder } from './examine-folder.js';
import type { ChildMessage } from './report.js';

function tell(message: ChildMessage): void {
  process.send?.(message);
}

process.on('message', (folder: string) => {
  examineFolder(folder, (at) => tell({ at })).then(
    (report) => tell({ report }),
    (error: unknown) => tell({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Nobody hears of what is examined when the parent is gone: it ends with it, whatever it was at.
process.on('disconnect', () => process.exit());
