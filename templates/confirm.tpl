{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<dl class="facts card">{{#FACT}}<div><dt>{{LABEL}}</dt><dd>{{VALUE}}</dd></div>{{/FACT}}</dl>
{{#LINE}}<p class="note warn">{{TEXT}}</p>{{/LINE}}
<form method="post" action="{{PREFIX}}{{PATH}}" class="actions"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">{{#TOPIC}}<input type="hidden" name="c" value="{{CODE}}">{{/TOPIC}}<button class="button{{#RED}} red{{/RED}}">{{YES}}</button> <a class="button second" href="{{PREFIX}}{{BACK}}">{{NO}}</a></form>
