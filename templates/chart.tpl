{{%AUTOESCAPE context="HTML"}}<figure class="chart" id="chart" aria-labelledby="chart-h">
<figcaption id="chart-h"><h2>規劃分配比率</h2></figcaption>
<svg aria-hidden="true" viewBox="-103 -103 206 206" width="206" height="206"><circle r="100" class="none"/>{{#SLICE}}<path class="f{{N}}" data-slice="{{N}}" d="{{D}}"/>{{/SLICE}}{{#LABEL}}<text x="{{X}}" y="{{Y}}" data-label="{{N}}">{{TEXT}}</text>{{/LABEL}}</svg>
<p id="none"{{#SOME}} hidden{{/SOME}}>尚未規劃時數</p>
<table><thead><tr><th scope="col">類別</th><th scope="col">百分比</th><th scope="col">時數</th></tr></thead><tbody>
{{#ROW}}<tr><th scope="row"><span class="swatch f{{N}}" aria-hidden="true"></span>{{N}}. {{NAME}}</th><td class="n" data-percent="{{N}}">{{PERCENT}}</td><td class="n" data-hours="{{N}}">{{HOURS}}</td></tr>{{/ROW}}
</tbody><tfoot><tr><th scope="row">合計</th><td class="n" id="chart-percent">{{PERCENT}}</td><td class="n" id="chart-total">{{TOTAL}}</td></tr></tfoot></table>
<p class="hint">比例四捨五入，加總可能略有出入。</p>
</figure>
