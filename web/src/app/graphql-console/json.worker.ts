// Completion and validation of variables, bundled as a file of this site.
import 'monaco-editor/esm/vs/language/json/json.worker.js';
