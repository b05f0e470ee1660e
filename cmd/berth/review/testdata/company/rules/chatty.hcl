# The company's own rules. Their tests are beside them.
constraint "chatty" {
  doc     = "What talks a lot with on-prem systems stays beside them: more than 5 TiB a month over a link is not bought, whatever the scores say."
  forbid  = "option.onprem_crossing_gib > 5120.0"
  because = "'%.0f GiB a month with on-prem systems would cross between sites; 5120 are the most'.format([option.onprem_crossing_gib])"
}
