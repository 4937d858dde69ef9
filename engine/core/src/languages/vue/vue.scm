; What a component's script gives out is the component.
(export_statement "default" @default value: (object) @value) @symbol.class
