"""A page whose widgets are drawn by scripts, as component kits draw them: no labels tied, no roles, no <select>."""

from __future__ import annotations

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Orders</title><style>
body{font:15px sans-serif;margin:20px} .row{margin:8px 0} .row>span:first-child{display:inline-block;width:110px}
.select{display:inline-block;position:relative} .select input{cursor:pointer;width:160px}
.pop{display:none;position:absolute;z-index:9;background:#fff;border:1px solid #888;min-width:160px}
.pop div,.tabs span,.pager b{cursor:pointer;padding:4px 10px;display:inline-block} .pop div{display:block}
.tabs .active{border-bottom:2px solid #36c} .box{cursor:pointer;padding:2px 8px;border:1px solid #aaa}
.ask{display:none;position:fixed;left:300px;top:200px;background:#fff;border:1px solid #888;padding:20px}
</style>
<div class="tabs"><span class="active" onclick="show(0)">Orders</span><span onclick="show(1)">Settings</span></div>
<div id="p0">
 <div class="row"><span>Customer</span><input id="customer" placeholder="Please enter"></div>
 <div class="row"><span>Contact</span><input id="contact" placeholder="Please enter"></div>
 <div class="row"><span>Status</span><div class="select"><input id="state" readonly placeholder="Please choose"
  onclick="pop(this)"><div class="pop"><div>Open</div><div>Shipped</div></div></div></div>
 <div class="row"><span>City</span><div class="select"><input id="city" readonly placeholder="Please choose"
  onclick="pop(this)"><div class="pop wheel"><div>Bergen</div><div>Oslo</div><button>Done</button></div></div></div>
 <div class="row"><span>Notes</span><span contenteditable id="notes" style="display:inline-block;width:200px;
  border:1px solid #888">&nbsp;</span></div>
 <div class="row"><span>Options</span><input type="checkbox" style="display:none" id="gift"><span class="box"
  onclick="gift.checked=!gift.checked">Gift wrap</span></div>
 <button
  onclick="saved=[customer.value,contact.value,state.value,city.value,gift.checked].join('|')">Save order</button>
 <table><thead><tr><th>No<th>Status<th></tr></thead><tbody id="rows"></tbody></table>
 <div class="pager"><b title="Previous page" onclick="turn(-1)">‹</b><b title="Next page" onclick="turn(1)">›</b></div>
</div>
<div id="p1" hidden><div class="row"><span>Shop name</span><input id="shop"></div></div>
<div class="ask" id="ask"><p>Delete this order?</p><button onclick="ask.style.display='none'">No</button>
 <button onclick="gone.push(asked);ask.style.display='none'">Yes</button></div>
<script>
var saved = '', gone = [], asked = '', page = 0;
function show(i) { p0.hidden = i == 1; p1.hidden = i == 0;
  document.querySelectorAll('.tabs span').forEach((t, j) => t.className = i == j ? 'active' : ''); }
function pop(field) {
  const list = field.nextElementSibling, wheel = list.classList.contains('wheel'); let chosen = '';
  list.style.display = 'block';
  list.onclick = (e) => {
    if (e.target.tagName == 'DIV' && e.target != list) chosen = e.target.textContent;
    if (chosen && (!wheel || e.target.tagName == 'BUTTON')) { field.value = chosen; list.style.display = 'none'; } };
}
function draw() { rows.innerHTML = [0, 1, 2, 3].map((i) => 1001 + 4 * page + i).map((no) =>
  `<tr><td>${no}<td>Open<td><a href="#" onclick="asked=${no};ask.style.display='block';return false">Delete</a>`)
  .join(''); }
function turn(by) { page = Math.max(0, Math.min(2, page + by)); draw(); }
draw();
</script>"""
