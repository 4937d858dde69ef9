// Command truth prints what go/types and the call graphs of golang.org/x/tools say of the imports, calls and accesses of a
// repository: a line of JSON for each site, as engine/truth/src/oracles/judged-lines.ts reads it.
//
// usage: truth <folder>; the files to judge stand on standard input, every Go module of the folder is loaded.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"golang.org/x/tools/go/packages"
)

type target [4]any

type site struct {
	Site     [3]any    `json:"site"`
	Kind     string    `json:"kind"`
	Relation string    `json:"relation"`
	Verdict  any       `json:"verdict"`
	Text     string    `json:"text"`
	Dispatch *dispatch `json:"dispatch,omitempty"`
}

type dispatch struct {
	Possible []target `json:"possible"`
	Flowing  []target `json:"flowing"`
}

type judge struct {
	root    string
	wanted  map[string]bool
	done    map[string]bool
	files   *token.FileSet
	sources map[string][]string
	bodies  *bodies
	out     *json.Encoder
	// Names that are called or that a selector around them has judged.
	judged map[*ast.Ident]bool
}

// modules lists the folders of the go.mod files below a root.
func modules(root string) []string {
	var found []string
	_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if entry.IsDir() && (entry.Name() == "vendor" || entry.Name() == "node_modules" || entry.Name() == "testdata" || entry.Name() == ".git") {
			return filepath.SkipDir
		}
		if entry.Name() == "go.mod" {
			found = append(found, filepath.Dir(path))
		}
		return nil
	})
	return found
}

// relative gives a path inside the repository, or "".
func (j *judge) relative(file string) string {
	relative, err := filepath.Rel(j.root, file)
	if err != nil || strings.HasPrefix(relative, "..") {
		return ""
	}
	return filepath.ToSlash(relative)
}

// place gives path, zero-based row and UTF-16 column.
func (j *judge) place(at token.Pos) (string, int, int) {
	position := j.files.PositionFor(at, false)
	lines, known := j.sources[position.Filename]
	if !known {
		content, _ := os.ReadFile(position.Filename)
		lines = strings.Split(string(content), "\n")
		j.sources[position.Filename] = lines
	}
	column := position.Column - 1
	if position.Line <= len(lines) && column <= len(lines[position.Line-1]) {
		column = len(utf16.Encode([]rune(lines[position.Line-1][:column])))
	}
	return j.relative(position.Filename), position.Line - 1, column
}

func (j *judge) target(at token.Pos, name string) (target, bool) {
	if !at.IsValid() {
		return target{}, false
	}
	path, row, column := j.place(at)
	return target{path, row, column, name}, path != ""
}

func (j *judge) emit(at token.Pos, kind, relation string, verdict any, text string, dispatch *dispatch) {
	path, row, column := j.place(at)
	if len(text) > 80 {
		text = text[:80]
	}
	if err := j.out.Encode(site{[3]any{path, row, column}, kind, relation, verdict, text, dispatch}); err != nil {
		panic(err)
	}
}

func (j *judge) declared(object types.Object) any {
	found, inside := j.target(object.Pos(), object.Name())
	if !inside {
		return "outside"
	}
	return map[string][]target{"declared": {found}}
}

// callee strips parentheses, type arguments, and the star of a conversion to a pointer.
func callee(call ast.Expr) ast.Expr {
	for {
		switch at := call.(type) {
		case *ast.ParenExpr:
			call = at.X
		case *ast.StarExpr:
			call = at.X
		case *ast.IndexExpr:
			call = at.X
		case *ast.IndexListExpr:
			call = at.X
		default:
			return call
		}
	}
}

func (j *judge) call(info *types.Info, call *ast.CallExpr) {
	var name *ast.Ident
	switch function := callee(call.Fun).(type) {
	case *ast.Ident:
		name = function
	case *ast.SelectorExpr:
		name = function.Sel
	case *ast.FuncLit:
		return
	default:
		// `[]byte(text)` is a conversion to a type that nothing declares.
		if !info.Types[call.Fun].IsType() {
			j.emit(call.Lparen, "call", "call", "unjudged", "", nil)
		}
		return
	}
	j.judged[name] = true
	text := types.ExprString(call.Fun)
	// A conversion is written like a call, and is one of the type; a builtin is the language's own, and `make` a conversion.
	switch named := info.Uses[name].(type) {
	case *types.TypeName:
		j.emit(name.Pos(), "call", "call", j.declared(named), text, nil)
		return
	case *types.Builtin:
		if named.Name() == "make" || named.Name() == "new" {
			return
		}
		j.emit(name.Pos(), "call", "call", "outside", text, nil)
		return
	}
	function, isFunction := info.Uses[name].(*types.Func)
	if !isFunction {
		j.emit(name.Pos(), "call", "call", "unjudged", text, nil)
		return
	}
	function = function.Origin()
	receiver := function.Type().(*types.Signature).Recv()
	if receiver != nil && types.IsInterface(receiver.Type()) {
		j.emit(name.Pos(), "call", "dispatch", j.declared(function), text, j.dispatch(call))
		return
	}
	j.emit(name.Pos(), "call", "call", j.declared(function), text, nil)
}

// access judges a field, variable, constant or function that is read, written or handed on without being called.
func (j *judge) access(info *types.Info, name *ast.Ident) {
	if j.judged[name] {
		return
	}
	switch object := info.Uses[name].(type) {
	case *types.Var:
		if object.IsField() {
			j.emit(name.Pos(), "access", "access", j.declared(object.Origin()), name.Name, nil)
		} else if object.Pkg() != nil && object.Parent() == object.Pkg().Scope() {
			j.emit(name.Pos(), "access", "access", j.declared(object), name.Name, nil)
		}
	case *types.Const:
		if object.Pkg() != nil && object.Parent() == object.Pkg().Scope() {
			j.emit(name.Pos(), "access", "access", j.declared(object), name.Name, nil)
		}
	case *types.Func:
		j.emit(name.Pos(), "access", "access", j.declared(object.Origin()), name.Name, nil)
	}
}

// made judges a composite literal of a named type.
func (j *judge) made(info *types.Info, literal *ast.CompositeLit) {
	if literal.Type == nil {
		return
	}
	var name *ast.Ident
	switch written := callee(literal.Type).(type) {
	case *ast.Ident:
		name = written
	case *ast.SelectorExpr:
		name = written.Sel
	default:
		return
	}
	if object, isType := info.Uses[name].(*types.TypeName); isType {
		j.emit(name.Pos(), "new", "call", j.declared(object), types.ExprString(literal.Type), nil)
	}
}

func (j *judge) imported(pkg *packages.Package, spec *ast.ImportSpec) {
	path := strings.Trim(spec.Path.Value, "`\"")
	found := pkg.Imports[path]
	var verdict any = "unjudged"
	if found != nil {
		verdict = "outside"
		for _, file := range found.GoFiles {
			if relative := j.relative(file); relative != "" {
				verdict = map[string]string{"file": filepath.ToSlash(filepath.Dir(relative))}
			}
		}
		if len(found.Errors) > 0 && len(found.GoFiles) == 0 {
			verdict = "unjudged"
		}
	}
	j.emit(spec.Path.Pos(), "import", "import", verdict, path, nil)
}

func (j *judge) judgePackage(pkg *packages.Package) {
	for _, file := range pkg.Syntax {
		path := j.relative(j.files.PositionFor(file.Package, false).Filename)
		if !j.wanted[path] || j.done[path] {
			continue
		}
		j.done[path] = true
		for _, spec := range file.Imports {
			j.imported(pkg, spec)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch at := node.(type) {
			case *ast.CallExpr:
				j.call(pkg.TypesInfo, at)
			case *ast.CompositeLit:
				j.made(pkg.TypesInfo, at)
			case *ast.Ident:
				j.access(pkg.TypesInfo, at)
			}
			return true
		})
	}
}

func main() {
	root, err := filepath.Abs(os.Args[1])
	if err != nil {
		panic(err)
	}
	wanted := map[string]bool{}
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		wanted[input.Text()] = true
	}
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	done := map[string]bool{}
	for _, module := range modules(root) {
		files := token.NewFileSet()
		mode := packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedModule
		loaded, err := packages.Load(&packages.Config{Mode: mode, Dir: module, Tests: true, Fset: files}, "./...")
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s is not judged: %v\n", module, err)
			continue
		}
		j := &judge{root: root, wanted: wanted, done: done, files: files, sources: map[string][]string{}, out: json.NewEncoder(output), judged: map[*ast.Ident]bool{}}
		j.bodies = newBodies(loaded, files)
		for _, pkg := range loaded {
			j.judgePackage(pkg)
		}
	}
}
