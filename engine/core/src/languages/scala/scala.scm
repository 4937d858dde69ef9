; Scala 2 and 3. A wildcard or a list of names in an import is told by the import's text.

; -- scopes
(block) @scope.block
(indented_block) @scope.block
(case_clause) @scope.block
(for_expression) @scope.block

; -- packages and imports
(package_clause name: (package_identifier) @name @nested @wholeFile !body) @symbol.namespace
(package_clause name: (package_identifier) @name @nested body: (_) @body) @symbol.namespace
(package_object name: (_) @name body: (_) @body) @symbol.class
(import_declaration (identifier) @name .) @source @import.static
(import_declaration [(namespace_wildcard) (namespace_selectors) (as_renamed_identifier)]) @source @import.namespace
(namespace_selectors (identifier) @name @site @binding.named)
(namespace_selectors (arrow_renamed_identifier name: (_) @name @site alias: (_) @alias) @binding.named)
(namespace_selectors (as_renamed_identifier name: (_) @name @site alias: (_) @alias) @binding.named)
(import_declaration (as_renamed_identifier name: (_) @name @site alias: (_) @alias) @binding.named)

; -- types; an object and the class beside it are one symbol
(class_definition name: (_) @name body: (_)? @body) @symbol.class
(object_definition name: (_) @name body: (_)? @body) @symbol.class
(trait_definition name: (_) @name body: (_)? @body) @symbol.interface
(enum_definition name: (_) @name body: (_)? @body) @symbol.enum
(class_definition (modifiers (access_modifier) @modifier)) @symbol.more
(object_definition (modifiers (access_modifier) @modifier)) @symbol.more
(class_definition (modifiers "abstract" @modifier)) @symbol.more
(simple_enum_case name: (_) @name) @symbol.enumMember
(full_enum_case name: (_) @name) @symbol.enumMember
(class_definition (modifiers "implicit" @modifier)) @symbol.more
(type_definition name: (_) @name type: (_)? @aliased) @symbol.typeAlias
(type_parameters name: (identifier) @name @local.typeParameter)
(covariant_type_parameter name: (identifier) @name) @local.typeParameter
(contravariant_type_parameter name: (identifier) @name) @local.typeParameter

; -- functions
(function_definition name: (_) @name body: (_)? @body) @symbol.function
(function_definition return_type: (_) @type) @symbol.more
(function_definition (modifiers (access_modifier) @modifier)) @symbol.more
(function_definition (modifiers "override" @modifier)) @symbol.more
(function_declaration name: (_) @name) @symbol.function
(function_declaration return_type: (_) @type) @symbol.more
([(template_body [(function_definition) (function_declaration)] @symbol.method) (enum_body (function_definition) @symbol.method) (with_template_body (function_definition) @symbol.method)])
(extension_definition parameters: (parameters (parameter type: [(type_identifier) @owner (generic_type type: (_) @owner)])) body: (function_definition) @symbol.method)
(given_definition name: (_) @name return_type: (_)? @type body: (_)? @body) @symbol.constant

; -- values; inside functions they are locals
(val_definition pattern: (identifier) @name type: (_)? @type value: (_)? @value) @symbol.constant
(var_definition pattern: (identifier) @name type: (_)? @type value: (_)? @value) @symbol.variable
(val_definition pattern: [(tuple_pattern) (case_class_pattern)] @name @pattern value: (_) @value) @local.pattern
([(template_body [(val_definition pattern: (identifier)) (var_definition pattern: (identifier))] @symbol.property) (enum_body (val_definition pattern: (identifier)) @symbol.property)])
(template_body [(val_declaration name: (_) @name type: (_) @type) (var_declaration name: (_) @name type: (_) @type)] @symbol.property)
(val_definition (modifiers (access_modifier) @modifier)) @symbol.more
(class_parameter name: (_) @name type: (_)? @type default_value: (_)? @value) @symbol.property
(class_parameter (modifiers (access_modifier) @modifier)) @symbol.more

; -- parameters and locals
(parameter name: (_) @name type: (_)? @type default_value: (_)? @value) @local.parameter
(binding name: (_) @name type: (_)? @type) @local.parameter
(lambda_expression parameters: (identifier) @name @local.parameter)
(enumerator . (identifier) @name . (_) @value) @local.element
(enumerator . (tuple_pattern) @name @pattern . (_) @value) @local.element
(case_clause pattern: (identifier) @name @local.opaque)
(capture_pattern name: (identifier) @name) @local.opaque
(typed_pattern pattern: (identifier) @name type: (_) @type) @local.variable
(case_class_pattern pattern: (identifier) @name @local.opaque)
(tuple_pattern (identifier) @name @local.opaque)
(infix_pattern [left: (identifier) @name @local.opaque right: (identifier) @name @local.opaque])

; what the values of a type are besides
(self_type (identifier) @name [(type_identifier) (generic_type) (compound_type)] @type) @local.variable

; -- types as they are written
(type_identifier) @type.named
(stable_type_identifier (_) @qualifierName (type_identifier) @name) @type.named
(generic_type type: (_) @name type_arguments: (_) @arguments) @type.named
(function_type return_type: (_) @qualifier) @type.function
(compound_type) @type.union
(lazy_parameter_type type: (_) @qualifier) @type.optional
(repeated_parameter_type type: (_) @qualifier) @type.array
(tuple_type) @type.tuple

; -- bases
([(class_definition extend: (extends_clause [(type_identifier) (generic_type) (stable_type_identifier)] @heritage.extends)) (object_definition extend: (extends_clause [(type_identifier) (generic_type) (stable_type_identifier)] @heritage.extends)) (trait_definition extend: (extends_clause [(type_identifier) (generic_type) (stable_type_identifier)] @heritage.extends)) (enum_definition extend: (extends_clause [(type_identifier) (generic_type) (stable_type_identifier)] @heritage.extends))])
(extends_clause type: (generic_type type: (_) @site) @heritage.more)

; -- expressions
(identifier) @expression.name
(field_expression value: (_) @operand field: (_) @name) @expression.member
(call_expression function: (_) @operand arguments: (_) @arguments) @expression.call
(call_expression function: [(field_expression field: (_) @site) (generic_function function: (field_expression field: (_) @site)) (generic_function function: (identifier) @site)]) @expression.more
(call_expression function: (call_expression) arguments: (_) @site) @expression.more
(generic_function function: (_) @operand) @expression.same
(instance_expression . (_) @type (arguments)? @arguments) @expression.new
(instance_expression . (generic_type type: (_) @site)) @expression.more
(parenthesized_expression (_) @operand) @expression.same
(lambda_expression parameters: (_) @parameters (_) @value .) @expression.lambda
[(string) (interpolated_string_expression) (integer_literal) (floating_point_literal) (boolean_literal) (character_literal) (null_literal)] @expression.literal
(return_expression (_) @value) @return.value
(function_definition body: [(call_expression) (field_expression) (identifier) (instance_expression) (match_expression) (if_expression)] @value @return.value)

; -- what runs several times, perhaps, or beside other code
[(for_expression) (while_expression) (do_while_expression)] @region.loop
(if_expression [consequence: (_) alternative: (_)] @region.branch)
(case_clause) @region.branch
(catch_clause) @region.catch
