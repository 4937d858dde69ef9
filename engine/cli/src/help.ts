export const HELP = `pinata: shows what code is made of

  pinata scan <folder | git URL> [options]     reads code into a graph
    --ref R                  branch, tag or commit; a work tree is then cloned instead of read in place
    --ext .cs,.ts            only files with these extensions
    --include, --exclude G   globs over paths; may be repeated
    --workers N              parser threads; the result never depends on it
    --memory SIZE            such as 768m or 2g: works from disk to stay within; slower, and the result never depends on it
    --out DIR                writes the snapshot folder there (missing, empty, or an older snapshot, which is built upon)
    --full                   reads and links every file, whatever an older snapshot in DIR knows; the result is the same
    --watch                  stays, and scans again into DIR whenever a file of the folder changes; a line for each scan
    --format F               summary (default), json (whole graph), dot (Graphviz), mermaid, graphml,
                             scip (a SCIP index, for example > index.scip), arrow (needs --out)
    --level L                for dot and mermaid: package, directory, file (default) or symbol (dot alone)
    --json                   one summary object on standard output
    --quiet                  no progress

  pinata query <snapshot folder> <question> [options]
    dependents | dependencies | callers | callees <node>
    path <from> <to>         shortest way along dependencies
    impact <node>            all that can reach it
    overview                 counts, largest, most depended on
    cycles                   files that depend on each other
    workflows                routes, consumers, schedules, commands and what they start
    workflow <trigger>       its steps and effects, in the order of the code; also of one function
    tables                   the database schema that the code declares
    table <name>             its columns and keys, and which code reads and writes them; also of one column, orders.total
    drifts                   where models and migrations disagree
    search <text>            symbols by name; camel humps such as gUBI, and one typo
    --kind calls,imports     only edges of these kinds
    --depth N, --limit N     how far, and how many are printed (default 50)
    --direction D            for path: outgoing (default), incoming or both
    --level L                for cycles: file (default), directory or package
    --with DIR               for workflow: the snapshot folder of another repository, to which requests and messages
                             may lead; may be repeated
    --json                   one object on standard output

  pinata compare <earlier snapshot> <later snapshot> [--limit N] [--json]
    what was added, removed and changed: workflows, tables, files, symbols, edges

  A node is a key, an id of 32 hexadecimal digits, a path, or a name (UserService, UserService.getUser) that is unique.

exit codes
  0 done   1 internal error   2 wrong usage   3 source cannot be had   4 nothing to scan   5 a limit was reached
  6 result cannot be written   7 snapshot, node or path not found   130 Ctrl-C   143 terminated
`;
