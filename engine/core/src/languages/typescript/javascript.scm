; What the JavaScript grammar spells otherwise than the TypeScript one.

(export_specifier name: "default" @name alias: (_)? @alias) @export.specifier

(field_definition property: (_) @name value: (_)? @value) @symbol.field
(field_definition "static" @modifier) @symbol.more
(field_definition value: [(arrow_function) (function_expression) (generator_function)] @callable) @symbol.method

; a field that a method of its class sets
(assignment_expression left: (member_expression object: (this) property: (_) @name @ownField) right: [(new_expression) (call_expression) (await_expression) (member_expression) (array) (object) (class)] @value) @symbol.field

(formal_parameters (identifier) @name @local.parameter)
(formal_parameters (assignment_pattern left: (identifier) @name right: (_) @value) @local.parameter)
(formal_parameters (assignment_pattern left: [(object_pattern) (array_pattern)] @name @pattern right: (_) @value) @local.parameter)
(formal_parameters [(object_pattern) (array_pattern)] @name @pattern @local.parameter)
(formal_parameters (rest_pattern (identifier) @name) @rest @local.parameter)
(formal_parameters (rest_pattern [(object_pattern) (array_pattern)] @name @pattern) @rest @local.parameter)
(arrow_function parameter: (identifier) @name @local.parameter)

(class_heritage (_) @heritage.extends)
(class_heritage (member_expression property: (_) @site) @heritage.more)

; -- types that comments state
((comment) @doc . [(function_declaration) (generator_function_declaration) (class_declaration) (method_definition) (pair) (field_definition) (export_statement)] @symbol.more)
((comment) @doc . [
  (lexical_declaration (variable_declarator) @symbol.more)
  (variable_declaration (variable_declarator) @symbol.more)
  (expression_statement (assignment_expression) @symbol.more)
  (export_statement declaration: [(function_declaration) @symbol.more (generator_function_declaration) @symbol.more (class_declaration) @symbol.more (lexical_declaration (variable_declarator) @symbol.more)])])
; a field whose comment says what it holds
((comment) @doc . (expression_statement (assignment_expression left: (member_expression object: (this) property: (_) @name @ownField) right: (_) @value) @symbol.field) (#match? @doc "@type"))
