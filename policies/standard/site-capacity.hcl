check "site-capacity" {
  doc         = "What would run on servers that are owned finds room there. Decisions are made one service at a time, so each may fit where all together do not; a plan places them together, and one that is given says the truth. Cores are compared alone, not nodes, memory or what others use of the site."
  over        = "site"
  severity    = "warning"
  when        = "site.kind == 'onprem' && has(site.cores) && has(site.cores_needed)"
  require     = "site.cores_needed <= site.cores"
  because     = "'what would run there needs %.0f cores at its 99th percentiles; its nodes can give %.0f'.format([site.cores_needed, site.cores])"
  may_be_idle = true
}
