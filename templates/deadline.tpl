{{%AUTOESCAPE context="HTML"}}<p class="note {{CLASS}} deadline">{{TEXT}}</p>
