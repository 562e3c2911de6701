{{%AUTOESCAPE context="HTML"}}{{>TOP}}
<fieldset class="card"><legend><h2>基本資料</h2></legend>
{{#UNIT}}<p class="field"><span class="name">填報學校</span> {{NAME}}</p>{{/UNIT}}
{{#UNITS}}<p class="field"><label for="unit">填報學校</label>{{#ERROR}}<span class="error" id="unit-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/ERROR}}<select id="unit" name="unit"{{#ERROR}} aria-invalid="true" aria-describedby="unit-e"{{/ERROR}}><option value="">--請選擇--</option>{{#POST}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{NAME}}</option>{{/POST}}</select></p>{{/UNITS}}
<p class="field"><span class="name">填報人</span> {{PERSON}}</p>
<details class="plain"><summary>資料有誤？</summary><p>學校與姓名來自教師進修網的校內教師名單。如需更正，請洽學校的教師名單承辦人；這裡的填報不受影響。</p></details>
{{#SELECT}}<p class="field"><label for="{{ID}}">{{LABEL}}</label>{{#ERROR}}<span class="error" id="{{ID}}-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/ERROR}}<select id="{{ID}}" name="{{ID}}"{{#ERROR}} aria-invalid="true" aria-describedby="{{ID}}-e"{{/ERROR}}><option value="">--請選擇--</option>{{#OPTION}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{NAME}}</option>{{/OPTION}}</select></p>{{/SELECT}}
</fieldset>
<fieldset class="card"><legend><h2>教學資料</h2></legend>
<p class="field"><label for="stage">學校階段</label>{{#STAGE_ERROR}}<span class="error" id="stage-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/STAGE_ERROR}}<select id="stage" name="stage"{{#STAGE_ERROR}} aria-invalid="true" aria-describedby="stage-e"{{/STAGE_ERROR}}><option value="">--請選擇--</option>{{#STAGE}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{NAME}}</option>{{/STAGE}}</select></p>
<p class="field"><label for="teaching">任教年級</label><span class="hint" id="teaching-h">請選擇與學校階段相符的年級、領域、科別或班別</span>{{#TEACHING_ERROR}}<span class="error" id="teaching-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/TEACHING_ERROR}}<select id="teaching" name="teaching" aria-describedby="teaching-h{{#TEACHING_ERROR}} teaching-e{{/TEACHING_ERROR}}"{{#TEACHING_ERROR}} aria-invalid="true"{{/TEACHING_ERROR}}><option value="">--請選擇--</option>{{#GROUP}}<optgroup label="{{NAME}}" data-stage="{{CODE}}">{{#OPTION}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{NAME}}</option>{{/OPTION}}</optgroup>{{/GROUP}}</select></p>
</fieldset>
{{>BOTTOM}}
