// The editor's own worker, bundled as a file of this site.
import 'monaco-editor/esm/vs/editor/editor.worker.js';
