package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"os"
	"path"
	"path/filepath"
	"sort"
)

// The parts of the SDK that decoding needs: pure files as a whole, and single declarations of the other files.
type selection struct {
	files map[*sourceFile]bool
	decls map[*sourceFile][]ast.Decl
	seen  map[ast.Decl]bool
}

// closure follows every name from the types of the operations and from the client's decode function.
func (s *source) closure(operations []operation) *selection {
	needed := &selection{files: map[*sourceFile]bool{}, decls: map[*sourceFile][]ast.Decl{}, seen: map[ast.Decl]bool{}}
	queue := []ast.Node{}
	for _, operation := range operations {
		if operation.result != nil {
			queue = append(queue, operation.result)
		}
		for _, status := range statuses(operation) {
			queue = append(queue, operation.errors[status])
		}
	}
	queue = append(queue, needed.take(*s.method("APIClient", "decode"))...)
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		for _, name := range namesIn(node) {
			// The generated file declares an empty client: decode does not use its fields.
			if name == "APIClient" {
				continue
			}
			found, ok := s.decls[name]
			if !ok {
				continue
			}
			queue = append(queue, needed.take(found)...)
			if !found.file.pure {
				for _, method := range s.methods[name] {
					queue = append(queue, needed.take(method)...)
				}
			}
		}
	}
	return needed
}

// take selects a declaration, with its whole file if that is pure, and returns what was not selected before.
func (needed *selection) take(found declaration) []ast.Node {
	if found.file.pure {
		if needed.files[found.file] {
			return nil
		}
		needed.files[found.file] = true
		return []ast.Node{found.file.syntax}
	}
	if needed.seen[found.node] {
		return nil
	}
	needed.seen[found.node] = true
	needed.decls[found.file] = append(needed.decls[found.file], found.node)
	return []ast.Node{found.node}
}

// namesIn lists the identifiers that can refer to a declaration of the package.
func namesIn(root ast.Node) []string {
	var names []string
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			names = append(names, node.Name)
		case *ast.SelectorExpr:
			names = append(names, namesIn(node.X)...)
			return false
		case *ast.Field:
			names = append(names, namesIn(node.Type)...)
			return false
		case *ast.KeyValueExpr:
			names = append(names, namesIn(node.Value)...)
			if _, simple := node.Key.(*ast.Ident); !simple {
				names = append(names, namesIn(node.Key)...)
			}
			return false
		}
		return true
	})
	return names
}

func (s *source) write(folder string, needed *selection) error {
	for file := range needed.files {
		content, err := os.ReadFile(file.path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file.path)), content, 0o600); err != nil {
			return err
		}
	}
	for file, decls := range needed.decls {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file.path)), s.excerpt(file, decls), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// excerpt is a file with only these declarations and the imports that they use.
func (s *source) excerpt(file *sourceFile, decls []ast.Decl) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "package %s\n\n", s.name)
	used := map[string]bool{}
	for _, decl := range decls {
		ast.Inspect(decl, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok {
				if name, ok := selector.X.(*ast.Ident); ok {
					used[name.Name] = true
				}
			}
			return true
		})
	}
	for _, spec := range file.syntax.Imports {
		name := path.Base(importPath(spec))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if used[name] {
			fmt.Fprintf(&out, "import %s %s\n", name, spec.Path.Value)
		}
	}
	sort.Slice(decls, func(i, j int) bool { return decls[i].Pos() < decls[j].Pos() })
	for _, decl := range decls {
		out.WriteString("\n")
		_ = printer.Fprint(&out, s.set, decl)
		out.WriteString("\n")
	}
	return out.Bytes()
}
