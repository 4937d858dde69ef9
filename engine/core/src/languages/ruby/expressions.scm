; Ruby: what is evaluated. A bare name is a variable where one was set before, and else a call.

; -- names
(_primary/identifier) @expression.bare
(_primary/constant) @expression.constant
(superclass (constant) @expression.constant)
(scope_resolution name: (_) @name) @expression.constant
(scope_resolution scope: [(call) (self) (identifier) (instance_variable) (parenthesized_statements)] @operand name: (_) @name) @expression.member
[(instance_variable) (class_variable) (global_variable)] @expression.name
(self) @expression.this
(super) @base @expression.send

; -- calls
(call receiver: (_)? @operand method: [(identifier) (constant)]? @name arguments: (_)? @arguments block: (_)? @trailing) @expression.send
(call method: (super) @base) @expression.send
; `shop.send(:open)` calls `open`
((call method: (identifier) @_send arguments: (argument_list . [(simple_symbol) @sent (string . (string_content) @sent .)])) @expression.send (#any-of? @_send "send" "public_send" "__send__" "try" "try!"))
; `action.(1)` calls the object.
(call receiver: (_) @operand !method arguments: (_) @arguments) @expression.call
((call !receiver method: (identifier) @operand @_require arguments: (argument_list . (string (string_content) @source))) @expression.require (#any-of? @_require "require" "load"))
((call !receiver method: (identifier) @operand @_require arguments: (argument_list . (string (string_content) @source))) @expression.dynamicImport (#eq? @_require "require_relative"))
(assignment left: (call receiver: (_) @operand method: (_) @name) @expression.member)
(assignment left: [(call) (element_reference)] @target right: (_) @operand) @expression.assign
(element_reference object: (_) @operand) @expression.index
([(assignment left: [(identifier) (constant) (instance_variable) (class_variable) (left_assignment_list)] right: (_) @operand) (parenthesized_statements (_) @operand .) (rescue_modifier body: (_) @operand) (if_modifier body: (_) @operand) (unless_modifier body: (_) @operand)] @expression.same)
(operator_assignment left: (_) @operand right: (_) @other) @expression.either
(conditional consequence: (_) @operand alternative: (_) @other) @expression.either
(binary left: (_) @operand operator: ["||" "or"] right: (_) @other) @expression.either
(binary operator: ["&&" "and"] right: (_) @operand) @expression.same
(binary left: (_) @operand operator: ["+" "-" "*" "/" "%"]) @expression.same
([(if consequence: (then (_) @operand .) alternative: (else (_) @other .)) (unless consequence: (then (_) @operand .) alternative: (else (_) @other .))] @expression.either)
(if consequence: (then (_) @operand .) !alternative) @expression.same
(case (when body: (then (_) @operand .)) else: (_)?) @expression.same
(begin (_) @operand . [(rescue) (ensure)]) @expression.same
(begin (_) @operand .) @expression.same
(call block: [(block) (do_block)] @expression.lambda)
(lambda) @expression.lambda
[(array) (right_assignment_list) (string_array) (symbol_array)] @expression.array
(hash) @expression.object
[(string) (simple_symbol) (delimited_symbol) (integer) (float) (true) (false) (nil) (regex) (range) (bare_string) (bare_symbol) (subshell) (hash_key_symbol)] @expression.literal
; `items.each(&:buy)` calls `buy` of each
(block_argument (simple_symbol) @expression.symbolCall)
(chained_string (string)+ @part) @expression.literal
([
  (binary left: [(string) (binary left: [(string) (binary left: (string))]) (binary operator: "+" right: (string))] operator: "+")
  (binary operator: "+" right: (string))
] @expression.literal)
(heredoc_beginning) @expression.heredoc
(heredoc_body (heredoc_end) @end) @expression.heredocBody
(return (argument_list . (_) @value)) @return.value
([(method body: (body_statement (_) @value .)) (singleton_method body: (body_statement (_) @value .)) (do_block body: (body_statement (_) @value .)) (block body: (block_body (_) @value .))] @return.value)
([(method body: [(call) (identifier) (conditional) (binary) (string) (constant)] @value) (singleton_method body: [(call) (identifier) (conditional) (binary) (string) (constant)] @value)] @return.value)

; -- what runs several times or perhaps
[(while) (until) (for) (while_modifier) (until_modifier)] @region.loop
((call method: (identifier) @_each [block: (_) @region.loop arguments: (argument_list (block_argument) @region.loop)]) (#any-of? @_each "each" "map" "flat_map" "select" "reject" "each_with_index" "each_with_object" "times" "each_slice" "find_each" "find_in_batches" "in_batches" "each_pair" "inject" "reduce" "collect" "filter_map" "upto" "downto" "step" "loop" "sum" "group_by" "sort_by" "index_by" "each_key" "each_value"))
([(if consequence: (_) @region.branch) (unless consequence: (_) @region.branch) (conditional consequence: (_) @region.branch) (conditional alternative: (_) @region.branch) (if_modifier body: (_) @region.branch) (unless_modifier body: (_) @region.branch)])
[(elsif) (else) (when) (in_clause)] @region.branch
(rescue) @region.catch
(rescue_modifier handler: (_) @region.catch)
