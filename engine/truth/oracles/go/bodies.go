package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// bodies knows what may run at a call of an interface's member: by the types that exist (class hierarchy analysis),
// and by those that may flow there (variable type analysis). Sites are known by where their arguments begin.
type bodies struct {
	possible map[token.Pos]map[*ssa.Function]bool
	flowing  map[token.Pos]map[*ssa.Function]bool
}

func newBodies(loaded []*packages.Package, files *token.FileSet) (found *bodies) {
	found = &bodies{map[token.Pos]map[*ssa.Function]bool{}, map[token.Pos]map[*ssa.Function]bool{}}
	// Code with errors can break the making of SSA; static calls are judged all the same.
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Fprintf(os.Stderr, "no call graph: %v\n", problem)
			found = &bodies{}
		}
	}()
	program, _ := ssautil.AllPackages(loaded, ssa.InstantiateGenerics)
	program.Build()
	all := ssautil.AllFunctions(program)
	hierarchy := cha.CallGraph(program)
	collect(hierarchy, found.possible)
	collect(vta.CallGraph(all, hierarchy), found.flowing)
	return found
}

func collect(graph *callgraph.Graph, into map[token.Pos]map[*ssa.Function]bool) {
	for _, node := range graph.Nodes {
		for _, edge := range node.Out {
			if edge.Site == nil || !edge.Site.Common().IsInvoke() {
				continue
			}
			at := edge.Site.Pos()
			if into[at] == nil {
				into[at] = map[*ssa.Function]bool{}
			}
			into[at][edge.Callee.Func] = true
		}
	}
}

func (j *judge) dispatch(call *ast.CallExpr) *dispatch {
	if j.bodies.possible == nil {
		return nil
	}
	return &dispatch{j.targets(j.bodies.possible[call.Lparen]), j.targets(j.bodies.flowing[call.Lparen])}
}

// targets keeps functions of the repository; a method of an embedded type stands for the wrapper that calls it.
func (j *judge) targets(functions map[*ssa.Function]bool) []target {
	found := []target{}
	known := map[target]bool{}
	for function := range functions {
		if function.Origin() != nil {
			function = function.Origin()
		}
		object := function.Object()
		if object == nil {
			continue
		}
		at, inside := j.target(object.Pos(), object.Name())
		if inside && !known[at] {
			known[at] = true
			found = append(found, at)
		}
	}
	return found
}
