// Package git reads the files of a commit, so that `berth check --against` can compare a
// folder with what it was where a branch left another. It never writes: not to the work
// tree, not to the index, not to the repository; and it fetches nothing.
//
//	repository.go  the repository around a folder
//	commit.go      names → commits, and where two histories part
//	tree.go        the files of a commit below the folder, as an fs.FS
//	file.go        those files and folders, opened
//	batch.go       contents, from one process that is asked again and again
//	run.go         how git is run, and what its complaints mean
//
// # A repository may be a stranger's
//
// Its configuration can name programs (hooks, filters, a file system monitor, a remote's
// helper). Only commands that read objects are run (rev-parse, merge-base, ls-tree,
// cat-file), which start none of them; hooks and monitors are switched off besides, and
// so is fetching what a partial clone lacks. Names that begin with "-" are refused, and
// variables like GIT_DIR are not passed on: the folder says which repository is meant.
//
// # Decisions
//
// The git program, rather than a library that reads repositories (go-git): whoever has
// a work tree has git, it knows every kind of repository there is (work trees, alternates,
// partial clones, SHA-256), and what git calls dubious ownership is refused by git. A
// library would be a megabyte of code that has to follow.
//
// Contents are read when a file is opened, by one `cat-file --batch`: a repository may
// hold a thousand times as much as berth reads, and a process a file would take longer
// than all else.
//
// Git LFS keeps contents outside of the repository, and submodules keep them in another
// one. Neither is followed: their files are errors that say so.
package git
