// Package kustomize renders a service's folder of manifests into objects, without
// reaching out: no remote bases, no programs, nothing outside the workspace.
//
// [Render] is the whole way: a folder with a kustomization, or one of plain YAML, in;
// objects out, sorted. Commands use it for `berth plan` and `berth apply`, which
// render a service's Secrets again rather than keep them.
//
// The package never starts a program, never opens a connection, never reads the
// environment, and never says a value of a Secret: not in an error either.
//
// # Decisions
//
// Rendering is kustomize's own (krusty), because people's folders mean what kustomize
// makes of them. What surrounds it is a scan that reads each kustomization first,
// refuses what would leave the workspace or start something, checks all YAML, and
// copies the files that are named into memory. Kustomize sees that memory alone. A
// file system that reads the disk under kustomize's hands was the other candidate; it
// would have had to guess which reads were meant as YAML, and a way out that the scan
// missed would have found a disk behind it.
//
// Names must be plain relative paths. Kustomize asks whether a name is a URL before it
// asks whether it is a folder, so a name that could be read as a URL is refused though
// a folder of that name exists.
//
// Generators, transformers and validators by file are refused, and so are Helm charts,
// OpenAPI schemas of one's own (kustomize keeps those for the whole process), and
// lines of env files without a value (kustomize takes it from the environment).
//
// The size of a tree is counted as kustomize walks it: a base that two overlays use
// counts twice. Twenty folders that each name the next one twice would otherwise be a
// million.
//
// Where a tree has a Secret, kustomize's own words about a failure are not shown: they
// quote whole patches. The error then says which command shows them.
//
// Deprecated words are rewritten before kustomize sees them, as `kustomize edit fix`
// does, because it writes its warnings to the standard error of the process. Only the
// word vars still makes it do so.
package kustomize
