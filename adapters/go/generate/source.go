package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// A declaration of the SDK's package, and the file that contains it.
type declaration struct {
	file *sourceFile
	node ast.Decl
}

type sourceFile struct {
	path   string
	syntax *ast.File
}

type source struct {
	files   []*sourceFile
	set     *token.FileSet
	name    string
	decls   map[string]declaration
	methods map[string][]declaration
}

func parseSource(folder string) (*source, error) {
	s := &source{set: token.NewFileSet(), decls: map[string]declaration{}, methods: map[string][]declaration{}}
	packages, err := parser.ParseDir(s.set, folder, func(info fs.FileInfo) bool {
		return !strings.HasSuffix(info.Name(), "_test.go")
	}, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	if len(packages) != 1 {
		return nil, fmt.Errorf("The folder contains %d Go packages instead of one.", len(packages))
	}
	for name, parsed := range packages {
		s.name = name
		for path, syntax := range parsed.Files {
			s.add(&sourceFile{path: path, syntax: syntax})
		}
	}
	return s, nil
}

func importPath(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value)
	return path
}

func (s *source) add(file *sourceFile) {
	s.files = append(s.files, file)
	for _, decl := range file.syntax.Decls {
		found := declaration{file: file, node: decl}
		if function, ok := decl.(*ast.FuncDecl); ok {
			if function.Recv == nil {
				s.decls[function.Name.Name] = found
			} else if receiver := receiverOf(function); receiver != "" {
				s.methods[receiver] = append(s.methods[receiver], found)
			}
			continue
		}
		for _, spec := range decl.(*ast.GenDecl).Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.decls[spec.Name.Name] = found
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.Name != "_" {
						s.decls[name.Name] = found
					}
				}
			}
		}
	}
}

func receiverOf(function *ast.FuncDecl) string {
	expression := function.Recv.List[0].Type
	if pointer, ok := expression.(*ast.StarExpr); ok {
		expression = pointer.X
	}
	if name, ok := expression.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

func (s *source) method(receiver, name string) *declaration {
	for _, found := range s.methods[receiver] {
		if found.node.(*ast.FuncDecl).Name.Name == name {
			return &found
		}
	}
	return nil
}

// version is the constant VERSION of the SDK, or an empty string.
func (s *source) version() string {
	found, ok := s.decls["VERSION"]
	if !ok {
		return ""
	}
	for _, spec := range found.node.(*ast.GenDecl).Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok || value.Names[0].Name != "VERSION" || len(value.Values) == 0 {
			continue
		}
		if literal, ok := value.Values[0].(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(literal.Value)
			return text
		}
	}
	return ""
}

func isAPIFile(path string) bool {
	return strings.HasPrefix(filepath.Base(path), "api_")
}
