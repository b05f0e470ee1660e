check "spare-node" {
  doc         = "A site with servers that are owned keeps a node free at least, so that one can fail without services that find no room. In a cloud another node is rented."
  over        = "site"
  severity    = "warning"
  when        = "site.kind == 'onprem' && site.nodes > 0"
  require     = "site.spare >= 1"
  because     = "'none of its %d nodes is kept free for a failure'.format([site.nodes])"
  may_be_idle = true
}
