"""The hashes a page's policy names against those of its scripts and its style."""
import base64, hashlib, re, sys

page = open(sys.argv[1], encoding="utf-8").read()
policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
assert policy.startswith("default-src 'none'; "), policy
assert "unsafe" not in policy, policy
named = re.findall(r"'sha256-([^']*)'", policy)
scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
styles = re.findall(r"<style>(.*?)</style>", page, re.S)
found = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in styles + scripts]
print(f"{sys.argv[1]}: {len(scripts)} scripts, {len(named)} hashes, "
      f"{'all named' if sorted(named) == sorted(found) else 'not as named'}, "
      f"chart library: {any('globalThis.echarts' in s for s in scripts)}")
