{{%AUTOESCAPE context="HTML"}}<h1>登入</h1>
{{#EXPIRED}}<p class="note warn">您已登出。登入後會回到剛才的頁面{{#KEPT}}，剛才輸入的內容會保留{{/KEPT}}。</p>{{/EXPIRED}}
{{#FAILED}}<div class="errors" role="alert" tabindex="-1" id="errors"><h2>沒有登入</h2><ul><li><a href="#account">{{TEXT}}</a></li></ul></div>{{/FAILED}}
<p>請以「教師進修網」帳號登入。</p>
<form method="post" action="{{PREFIX}}/login" class="narrow" novalidate>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{NEXT}}">
{{#TYPED}}<input type="hidden" name="typed" value="{{VALUE}}">{{/TYPED}}
<p class="field"><label for="account">帳號</label><input id="account" name="account" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" value="{{ACCOUNT}}"></p>
<p class="field"><label for="password">密碼</label><input id="password" name="password" type="password" autocomplete="current-password"></p>
<p class="actions"><button class="button">登入</button></p>
</form>
<p><a href="https://inservice.edu.tw">忘記帳號或密碼（前往教師進修網）</a><br><a href="https://inservice.edu.tw">尚未申請帳號（前往教師進修網）</a></p>
