@echo off
rem recipes first: mash and cellar ask it at localhost:7201
set NSSM=C:\tools\nssm\nssm.exe
set ROOT=D:\brewery

%NSSM% install brew-recipes java -jar %ROOT%\java\recipes\target\recipes.jar --spring.profiles.active=plant
%NSSM% set brew-recipes AppDirectory %ROOT%\java\recipes
%NSSM% set brew-recipes AppEnvironmentExtra CELLAR_URL=http://localhost:7210

%NSSM% install brew-mash java -jar %ROOT%\java\mash\target\mash.jar
%NSSM% set brew-mash AppDirectory %ROOT%\java\mash

%NSSM% install brew-fermenter java -cp %ROOT%\java\fermenter\target\* example.brew.fermenter.Fermenter
%NSSM% set brew-fermenter AppDirectory %ROOT%\java\fermenter
%NSSM% set brew-fermenter AppEnvironmentExtra MQ_URL=failover:(tcp://localhost:61616)

sc create BrewExcise binPath= "%ROOT%\dotnet\excise\bin\Excise.exe" start= auto
sc create BrewLabels binPath= "%ROOT%\dotnet\label-printer\bin\LabelPrinter.exe" start= auto
echo Done. Cellar: http://localhost:7210/healthz
