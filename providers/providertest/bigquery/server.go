//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	_ "github.com/duckdb/duckdb-go/v2" // the driver of the rows
)

// Options say what the double is.
type Options struct {
	// Modules is the folder that holds node_modules with node-sql-parser.
	Modules string
	// Projects are those in which queries may be run.
	Projects []string
	// Location is where all datasets lie.
	Location string
	// Token is what requests must bear.
	Token string
	// PageRows is how many rows one answer has at most, Polls how often a query is still
	// running when it is asked for.
	PageRows, Polls int
}

// Server is the double. URL is what stands before "projects/…".
type Server struct {
	URL     string
	options Options
	http    *httptest.Server
	db      *sql.DB
	parser  *parser

	mu       sync.Mutex
	tables   map[string]*Table
	jobs     map[string]*Job
	order    []*Job
	faults   []*Fault
	requests []string
}

// Start starts a double on a port of this machine. It stops with [Server.Close].
func Start(ctx context.Context, o Options) (*Server, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	if err := register(ctx, db); err != nil {
		return nil, err
	}
	s := &Server{options: o, db: db, tables: map[string]*Table{}, jobs: map[string]*Job{}}
	if s.parser, err = startParser(ctx, o.Modules); err != nil {
		return nil, err
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL + "/bigquery/v2/"
	return s, nil
}

// Close ends the double.
func (s *Server) Close() error {
	s.http.Close()
	return joined(s.parser.close(), s.db.Close())
}

// Jobs are the jobs that were asked for, dry ones too, in order.
func (s *Server) Jobs() (out []Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.order {
		out = append(out, *j)
	}
	return out
}

// Requests are the methods that were called, in order, as in "jobs.insert".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// routes are the methods that the double has. There is none that gives rows of a table
// away or that changes one: a reader of bills calls no such thing.
var routes = []struct {
	verb, method string
	path         *regexp.Regexp
	run          func(*Server, http.ResponseWriter, *http.Request, []string)
}{
	{"POST", "jobs.insert", regexp.MustCompile(`^/bigquery/v2/projects/([^/]+)/jobs$`), (*Server).insert},
	{"GET", "jobs.get", regexp.MustCompile(`^/bigquery/v2/projects/([^/]+)/jobs/([^/]+)$`), (*Server).job},
	{"POST", "jobs.cancel", regexp.MustCompile(`^/bigquery/v2/projects/([^/]+)/jobs/([^/]+)/cancel$`), (*Server).job},
	{"GET", "jobs.getQueryResults", regexp.MustCompile(`^/bigquery/v2/projects/([^/]+)/queries/([^/]+)$`), (*Server).results},
	{"GET", "tables.get", regexp.MustCompile(`^/bigquery/v2/projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)$`), (*Server).describe},
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, route := range routes {
		m := route.path.FindStringSubmatch(r.URL.Path)
		if m == nil || r.Method != route.verb {
			continue
		}
		s.requests = append(s.requests, route.method)
		if r.Header.Get("Authorization") != "Bearer "+s.options.Token {
			writeFault(w, &fault{401, "authError", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential."})
			return
		}
		f := s.failing(route.method)
		switch {
		case f == nil:
			route.run(s, w, r, m[1:])
		case f.After:
			route.run(s, lost{http.Header{}}, r, m[1:])
			f.write(w)
		default:
			f.write(w)
		}
		return
	}
	s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	writeFault(w, &fault{404, "notFound", "the double has no " + r.Method + " " + r.URL.Path})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(v)
}

// describe is tables.get.
func (s *Server) describe(w http.ResponseWriter, _ *http.Request, path []string) {
	t, err := s.table(strings.Join(path, "."), s.options.Location)
	if err != nil {
		f := faultOf(err)
		if f.status == 404 {
			f = &fault{404, "notFound", fmt.Sprintf("Not found: Table %s:%s.%s", path[0], path[1], path[2])}
		}
		writeFault(w, f)
		return
	}
	out := map[string]any{
		"tableReference": map[string]string{"projectId": path[0], "datasetId": path[1], "tableId": path[2]},
		"schema":         map[string]any{"fields": t.options.Schema}, "location": s.options.Location, "type": "TABLE",
		"numRows": strconv.FormatInt(t.rows, 10), "lastModifiedTime": "1793000000000", "etag": "double",
		"requirePartitionFilter": t.options.RequireFilter,
	}
	if t.options.View {
		out["type"], out["numRows"] = "VIEW", "0"
	}
	if p := t.options.Partition; p != "" {
		cut := map[string]any{"type": "DAY"}
		if p != partitionTime {
			cut["field"] = p
		}
		out["timePartitioning"] = cut
	}
	answer(w, out)
}

var (
	jobID      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,1000}$`)
	labelKey   = regexp.MustCompile(`^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$`)
	labelValue = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$`)
)

// insert is jobs.insert.
func (s *Server) insert(w http.ResponseWriter, r *http.Request, path []string) {
	var a asked
	var raw bytes.Buffer
	_, _ = raw.ReadFrom(http.MaxBytesReader(w, r.Body, 1<<20))
	d := json.NewDecoder(&raw)
	// What the double does not read, a test would not notice.
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		writeFault(w, &fault{400, "invalid", "the double reads no such job: " + err.Error()})
		return
	}
	if f := s.wrong(path[0], &a); f != nil {
		writeFault(w, f)
		return
	}
	q := a.Configuration.Query
	most, _ := q.MaximumBytesBilled.Int64()
	j := &Job{
		ID: a.JobReference.JobID, Location: a.JobReference.Location, SQL: q.Query, Labels: a.Configuration.Labels,
		DryRun: a.Configuration.DryRun, MaximumBytesBilled: most, polls: s.options.Polls,
	}
	if j.Location == "" {
		j.Location = s.options.Location
	}
	s.execute(r.Context(), j)
	s.order = append(s.order, j)
	if j.fault != nil {
		j.Failed = j.fault.reason
		if j.DryRun {
			writeFault(w, j.fault)
			return
		}
	}
	if !j.DryRun {
		s.jobs[j.ID] = j
	}
	answer(w, s.told(path[0], j))
}

// wrong is what BigQuery refuses of a job before it looks at the query.
func (s *Server) wrong(project string, a *asked) *fault {
	c := a.Configuration
	switch {
	case !slices.Contains(s.options.Projects, project):
		return &fault{403, "accessDenied", "Access Denied: Project " + project + ": User does not have bigquery.jobs.create permission in project " + project + "."}
	case c.Query == nil || c.Query.Query == "":
		return &fault{400, "required", "Required parameter is missing: query"}
	case a.JobReference.ProjectID != "" && a.JobReference.ProjectID != project:
		return &fault{400, "invalid", "Project ID in the reference is not that of the path"}
	case c.Query.UseLegacySQL == nil || *c.Query.UseLegacySQL:
		return &fault{400, "invalidQuery", "the double speaks no legacy SQL, which a query is in that does not say otherwise"}
	case !c.DryRun && !jobID.MatchString(a.JobReference.JobID):
		return &fault{400, "invalid", "Invalid job ID " + strconv.Quote(a.JobReference.JobID)}
	case s.jobs[a.JobReference.JobID] != nil:
		return &fault{409, "duplicate", "Already Exists: Job " + project + ":" + s.options.Location + "." + a.JobReference.JobID}
	case len(c.Labels) > 64:
		return &fault{400, "invalid", "Too many labels"}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Labels)) {
		if !labelKey.MatchString(key) || !labelValue.MatchString(c.Labels[key]) {
			return &fault{400, "invalid", fmt.Sprintf("Label %q: %q is invalid", key, c.Labels[key])}
		}
	}
	return nil
}

// told is a job as jobs.insert and jobs.get tell it.
func (s *Server) told(project string, j *Job) map[string]any {
	status := map[string]any{"state": "DONE"}
	if j.polls > 0 && !j.DryRun {
		status["state"] = "RUNNING"
	} else if j.fault != nil {
		wrong := map[string]any{"reason": j.fault.reason, "message": j.fault.message}
		status["errorResult"], status["errors"] = wrong, []any{wrong}
	}
	bytes := strconv.FormatInt(j.Bytes, 10)
	return map[string]any{
		"id": project + ":" + j.Location + "." + j.ID, "status": status,
		"jobReference":  map[string]any{"projectId": project, "jobId": j.ID, "location": j.Location},
		"configuration": map[string]any{"jobType": "QUERY", "dryRun": j.DryRun, "labels": j.Labels, "query": map[string]any{"query": j.SQL, "useLegacySql": false}},
		"statistics": map[string]any{"totalBytesProcessed": bytes, "creationTime": "1793000000000", "startTime": "1793000000000", "endTime": "1793000000000",
			"query": map[string]any{"totalBytesProcessed": bytes, "totalBytesBilled": strconv.FormatInt(max(j.Bytes, leastBilled), 10), "statementType": "SELECT", "schema": map[string]any{"fields": j.schema}}},
	}
}

// find is a job that may be asked for from a location: one outside the multi-regions is
// not found by those who do not say where it is.
func (s *Server) find(w http.ResponseWriter, r *http.Request, path []string) *Job {
	j := s.jobs[path[1]]
	location := r.URL.Query().Get("location")
	if j == nil || location != j.Location && (location != "" || j.Location != "US" && j.Location != "EU") {
		writeFault(w, &fault{404, "notFound", "Not found: Job " + path[0] + ":" + path[1]})
		return nil
	}
	return j
}

// job is jobs.get, and jobs.cancel, which finds every job done.
func (s *Server) job(w http.ResponseWriter, r *http.Request, path []string) {
	j := s.find(w, r, path)
	if j == nil {
		return
	}
	told := s.told(path[0], j)
	if r.Method == http.MethodPost {
		told = map[string]any{"job": told}
	}
	answer(w, told)
}

// results is jobs.getQueryResults.
func (s *Server) results(w http.ResponseWriter, r *http.Request, path []string) {
	j := s.find(w, r, path)
	if j == nil {
		return
	}
	out := map[string]any{"jobReference": map[string]any{"projectId": path[0], "jobId": j.ID, "location": j.Location}, "jobComplete": false}
	if j.polls > 0 {
		j.polls--
		answer(w, out)
		return
	}
	if j.fault != nil {
		writeFault(w, j.fault)
		return
	}
	most := s.options.PageRows
	if m := r.URL.Query().Get("maxResults"); m != "" {
		n, _ := strconv.Atoi(m)
		most = min(most, n)
	}
	rows, next := j.page(r.URL.Query().Get("pageToken"), most)
	out["jobComplete"], out["schema"], out["rows"] = true, map[string]any{"fields": j.schema}, rows
	out["totalRows"], out["totalBytesProcessed"] = strconv.Itoa(len(j.rows)), strconv.FormatInt(j.Bytes, 10)
	if next != "" {
		out["pageToken"] = next
	}
	answer(w, out)
}
