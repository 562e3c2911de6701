{{%AUTOESCAPE context="HTML"}}<h1>兩個分頁填了不同的內容</h1>
<p>這份規劃在您填寫時，已在另一個分頁或裝置更新（<time datetime="{{TIME_ISO}}">{{TIME}}</time>）。只有列出的 {{COUNT}} 項不同，其他會自動合併。請選擇要保留的內容；按下儲存前不會改變任何內容。</p>
<form method="post" action="{{PREFIX}}{{PATH}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">
<input type="hidden" name="was" value="{{WAS}}">
{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/HIDDEN}}
{{#ROW}}<fieldset class="card"><legend>{{LABEL}}</legend>
<p class="field"><label class="check"><input type="radio" name="{{FIELD}}" value="{{TYPED}}" checked> 您這次輸入：{{TYPED_TEXT}}</label></p>
<p class="field"><label class="check"><input type="radio" name="{{FIELD}}" value="{{SAVED}}"> 已儲存：{{SAVED_TEXT}}</label></p></fieldset>{{/ROW}}
<p class="actions"><button class="button" name="go" value="save">儲存選擇的內容</button> <button class="button second" name="keep" value="saved">全部用已儲存的</button> <button class="button second" name="keep" value="typed">全部用這次的</button></p></form>
