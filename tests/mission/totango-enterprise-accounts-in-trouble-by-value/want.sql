select id, mrr as "revenue.mrr" from banded where poor and plan = 'Enterprise' order by mrr desc, id
