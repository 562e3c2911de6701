{{%AUTOESCAPE context="HTML"}}<div class="bar"><p class="saved" id="saved">{{#SAVED}}已於 <time datetime="{{TIME_ISO}}">{{TIME}}</time> 暫存{{/SAVED}}{{#UNSAVED}}尚未暫存{{/UNSAVED}}</p>
<p class="actions"><button class="button" name="go" value="next">{{NEXT}}</button> <button class="button second" name="go" value="home">暫存/回首頁</button></p>
<p class="hint until">登入有效到 {{UNTIL}}；逾時前暫存即可延長。</p></div>
</form>
