; Python: what is evaluated.

; -- names, members and calls
(primary_expression/identifier) @expression.name
((identifier) @expression.this (#eq? @expression.this "self"))
(attribute object: (_) @operand attribute: (_) @name) @expression.member
(subscript value: (_) @operand) @expression.index
(subscript value: (_) @operand subscript: (slice)) @expression.same
(subscript value: (attribute attribute: (_) @site)) @expression.more
(call function: (_) @operand arguments: (_) @arguments) @expression.call
(call function: (attribute attribute: (_) @site)) @expression.more
(call function: (_) arguments: (argument_list (keyword_argument name: (identifier) @name @expression.entry))) @operand
(call function: [(call) (parenthesized_expression) (subscript) (await)] arguments: (_) @site) @expression.more
((call function: (identifier) @_super) @expression.base (#eq? @_super "super"))
(await (_) @operand) @expression.await
(parenthesized_expression (_) @operand) @expression.same
(named_expression value: (_) @operand) @expression.same
(with_item value: (as_pattern . (_) @operand) @expression.same)
(conditional_expression . (_) @operand (_) (_) @other) @expression.either
(boolean_operator left: (_) @operand operator: "or" right: (_) @other) @expression.either
(boolean_operator operator: "and" right: (_) @operand) @expression.same
(binary_operator left: (_) @operand operator: ["+" "-" "*" "/" "//" "%"]) @expression.same
(binary_operator left: (_) @operand operator: "|" right: (_) @other) @expression.either
(lambda body: (_) @value) @expression.lambda
[(dictionary) (dictionary_comprehension)] @expression.object
[(list) (tuple) (set) (expression_list) (list_comprehension) (set_comprehension) (generator_expression)] @expression.array
(concatenated_string (string)+ @part) @expression.literal
([
  (binary_operator left: [(string) (binary_operator left: [(string) (binary_operator left: (string))]) (binary_operator operator: "+" right: (string))] operator: "+")
  (binary_operator operator: "+" right: (string))
] @expression.literal)
[(string) (integer) (float) (true) (false) (none)] @expression.literal
(return_statement (_) @value) @return.value
; What a generator gives is what it yields: to a `with`, a fixture, a loop.
(yield (_) @value) @return.value
(assignment left: [(attribute) (subscript)] @target right: (_) @operand) @expression.assign
(augmented_assignment left: (_) @target right: (_) @operand) @expression.assign
((augmented_assignment left: (identifier) @expression.name) (#eq? @expression.name "__all__"))

; -- what runs several times, perhaps, or beside other code
[(for_statement) (while_statement) (list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @region.loop
(if_statement consequence: (_) @region.branch)
[(elif_clause) (else_clause) (case_clause)] @region.branch
(except_clause) @region.catch
((call function: (attribute object: (identifier) @_module attribute: (identifier) @_gather)) @region.parallel (#eq? @_module "asyncio") (#any-of? @_gather "gather" "wait" "as_completed"))
