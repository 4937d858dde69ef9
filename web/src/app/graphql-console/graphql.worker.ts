// Completion and validation of GraphQL, bundled as a file of this site.
import 'monaco-graphql/esm/graphql.worker.js';
