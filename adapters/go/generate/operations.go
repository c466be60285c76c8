package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"sort"
	"strconv"
	"strings"
)

// An operation as its Execute function sends and reads it.
type operation struct {
	method string
	path   string
	// The type of the value that a response of 2xx is decoded into, or nil if the SDK ignores the body.
	result ast.Expr
	// The types of error responses by status.
	errors map[int]ast.Expr
}

func (s *source) operations() []operation {
	var found []operation
	for _, file := range s.files {
		if !isAPIFile(file.path) {
			continue
		}
		for _, decl := range file.syntax.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok || function.Recv == nil || !strings.HasSuffix(function.Name.Name, "Execute") {
				continue
			}
			if read := readOperation(function); read.method != "" && read.path != "" {
				found = append(found, read)
			}
		}
	}
	sort.Slice(found, func(i, j int) bool {
		return found[i].path+found[i].method < found[j].path+found[j].method
	})
	return found
}

func readOperation(function *ast.FuncDecl) operation {
	read := operation{errors: map[int]ast.Expr{}}
	ast.Inspect(function.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ValueSpec:
			switch node.Names[0].Name {
			case "localVarHTTPMethod":
				if selector, ok := node.Values[0].(*ast.SelectorExpr); ok {
					read.method = strings.ToUpper(strings.TrimPrefix(selector.Sel.Name, "Method"))
				}
			case "localVarReturnValue":
				if node.Type != nil && text(node.Type) != "*os.File" {
					read.result = node.Type
				}
			}
		case *ast.AssignStmt:
			if name, ok := node.Lhs[0].(*ast.Ident); ok && name.Name == "localVarPath" && node.Tok == token.DEFINE {
				read.path = lastLiteral(node.Rhs[0])
			}
		case *ast.IfStmt:
			if status := comparedStatus(node.Cond); status != 0 {
				read.errors[status] = declaredType(node.Body)
			}
		}
		return true
	})
	return read
}

// lastLiteral is the template in `localBasePath + "/api/v1/groups/{groupId}"`.
func lastLiteral(expression ast.Expr) string {
	if sum, ok := expression.(*ast.BinaryExpr); ok {
		expression = sum.Y
	}
	literal, ok := expression.(*ast.BasicLit)
	if !ok {
		return ""
	}
	value, _ := strconv.Unquote(literal.Value)
	return value
}

// comparedStatus is 403 in `if localVarHTTPResponse.StatusCode == 403`, and 0 in any other condition.
func comparedStatus(condition ast.Expr) int {
	comparison, ok := condition.(*ast.BinaryExpr)
	if !ok || comparison.Op != token.EQL {
		return 0
	}
	selector, ok := comparison.X.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "StatusCode" {
		return 0
	}
	literal, ok := comparison.Y.(*ast.BasicLit)
	if !ok {
		return 0
	}
	status, _ := strconv.Atoi(literal.Value)
	return status
}

// declaredType is the type in the `var v Error` of a branch.
func declaredType(block *ast.BlockStmt) ast.Expr {
	for _, statement := range block.List {
		declared, ok := statement.(*ast.DeclStmt)
		if !ok {
			continue
		}
		if value, ok := declared.Decl.(*ast.GenDecl).Specs[0].(*ast.ValueSpec); ok && value.Type != nil {
			return value.Type
		}
	}
	return nil
}

func text(node ast.Node) string {
	var out bytes.Buffer
	_ = printer.Fprint(&out, token.NewFileSet(), node)
	return out.String()
}

func typeOf(expression ast.Expr) string {
	if expression == nil {
		return "nil"
	}
	return fmt.Sprintf("reflect.TypeOf((*%s)(nil)).Elem()", text(expression))
}

// operationTable is the source of the file that gives the reader access to the operations and to the client's decode function.
func operationTable(s *source, operations []operation) string {
	var out strings.Builder
	fmt.Fprintf(&out, "package %s\n\nimport \"reflect\"\n\n", s.name)
	out.WriteString("type APIClient struct{}\n\ntype ContractsOperation struct {\n\tMethod, Path string\n\tResult reflect.Type\n\tErrors map[int]reflect.Type\n}\n\n")
	out.WriteString("func ContractsDecode(value interface{}, body []byte) error {\n\treturn (&APIClient{}).decode(value, body, \"application/json\")\n}\n\n")
	out.WriteString("var ContractsOperations = []ContractsOperation{\n")
	for _, operation := range operations {
		fmt.Fprintf(&out, "\t{%q, %q, %s, map[int]reflect.Type{", operation.method, operation.path, typeOf(operation.result))
		for _, status := range statuses(operation) {
			fmt.Fprintf(&out, "%d: %s, ", status, typeOf(operation.errors[status]))
		}
		out.WriteString("}},\n")
	}
	out.WriteString("}\n")
	return out.String()
}

func statuses(operation operation) []int {
	var known []int
	for status, expression := range operation.errors {
		if expression != nil {
			known = append(known, status)
		}
	}
	sort.Ints(known)
	return known
}
